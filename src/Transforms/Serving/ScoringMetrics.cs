using System.Diagnostics.Metrics;

namespace DeepML.Transforms;

/// <summary>What batched scoring tells whoever listens to the meter "DeepML.Scoring".</summary>
internal static class ScoringMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "DeepML.Scoring";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Rows that were answered.</summary>
    public static Counter<long> Rows { get; } = Meter.CreateCounter<long>("deepml.scoring.rows", "{row}", "Rows that were answered.");

    /// <summary>Rows that could not be scored.</summary>
    public static Counter<long> Errors { get; } =
        Meter.CreateCounter<long>("deepml.scoring.errors", "{row}", "Rows that could not be scored.");

    /// <summary>Rows of each batch.</summary>
    public static Histogram<int> BatchRows { get; } = Meter.CreateHistogram<int>("deepml.scoring.batch", "{row}", "Rows of a batch.");

    /// <summary>From a row's arrival to its answer.</summary>
    public static Histogram<double> Latency { get; } =
        Meter.CreateHistogram<double>("deepml.scoring.latency", "ms", "From the arrival of a row to its answer.");
}
