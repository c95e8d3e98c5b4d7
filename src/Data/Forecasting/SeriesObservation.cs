namespace DeepML.Data;

/// <summary>One row of a series.</summary>
/// <param name="Series">The series' key as text; empty if there is only one.</param>
/// <param name="Value">The value; NaN if missing.</param>
/// <param name="Ticks">Its time in ticks; null without a time column.</param>
/// <param name="Extras">The columns known in the past only, then those known in the future too.</param>
/// <param name="Row">The row in the data, for errors.</param>
internal readonly record struct SeriesObservation(string Series, float Value, long? Ticks, float[] Extras, long Row);
