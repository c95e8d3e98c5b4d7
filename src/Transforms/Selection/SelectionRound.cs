namespace DeepML;

/// <summary>A round of an elimination.</summary>
/// <param name="Count">Features that took part.</param>
/// <param name="Error">The trainer's error with them on the rows that were held out, by <see cref="SelectionReport.Metric"/>.</param>
public sealed record SelectionRound(int Count, double Error);
