namespace DeepML.Transforms;

/// <summary>A row that comes out.</summary>
/// <param name="Series">Text of its series, or the number of its key.</param>
/// <param name="Key">The key, where the series column has keys.</param>
/// <param name="Start">Ticks at which the step begins: in UTC, or by the wall's clock where steps are days.</param>
/// <param name="Step">What is in it.</param>
internal sealed record AlignedRow(string Series, uint Key, long Start, AlignedStep Step);
