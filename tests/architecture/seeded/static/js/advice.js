export const reserve = (set) => 10 - set.rpe;
