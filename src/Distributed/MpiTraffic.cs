namespace DeepML;

/// <summary>What a process has said to the others of an <see cref="MpiDistribution"/>, and how long it took.</summary>
/// <param name="Calls">Collective operations.</param>
/// <param name="Bytes">Bytes that this process has put into them: of sums its own numbers, once.</param>
/// <param name="Time">Time in them, waiting for slower processes included.</param>
public sealed record MpiTraffic(long Calls, long Bytes, TimeSpan Time);
