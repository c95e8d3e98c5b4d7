namespace DeepML.Bench;

/// <summary>One trainer on one set.</summary>
/// <param name="Name">"defaults", the set and the trainer, joined by dots; its results' names begin with it.</param>
/// <param name="Measure">Learns, tells the bars and returns results as they become known.</param>
internal sealed record DefaultsPart(string Name, Func<Bars, IEnumerable<(string Name, double Value)>> Measure);
