// Every file that declares a job, so that helper threads know them all.
export {};
