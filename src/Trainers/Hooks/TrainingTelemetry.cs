using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeepML.Trainers;

/// <summary>What trainings tell whoever listens to the meter, or the source of activities, "DeepML.Training".</summary>
internal static class TrainingTelemetry
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "DeepML.Training";

    private static readonly Meter Meter = new(Name);

    /// <summary>A training with its epochs inside.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Trainings under way.</summary>
    public static UpDownCounter<int> Running { get; } =
        Meter.CreateUpDownCounter<int>("deepml.training.running", "{training}", "Trainings under way.");

    /// <summary>Rows that were learned from, each as often as it was.</summary>
    public static Counter<long> Rows { get; } =
        Meter.CreateCounter<long>("deepml.training.rows", "{row}", "Rows that were learned from, each as often as it was.");

    /// <summary>Finished epochs.</summary>
    public static Counter<int> Epochs { get; } = Meter.CreateCounter<int>("deepml.training.epochs", "{epoch}", "Finished epochs.");

    /// <summary>How long an epoch took, with the measuring of held-out rows.</summary>
    public static Histogram<double> EpochTime { get; } =
        Meter.CreateHistogram<double>("deepml.training.epoch", "s", "How long an epoch took, with the measuring of held-out rows.");

    /// <summary>The mean loss of the last epoch; of training rows, or of those held out.</summary>
    public static Gauge<double> Loss { get; } = Meter.CreateGauge<double>("deepml.training.loss", null, "The mean loss of the last epoch.");
}
