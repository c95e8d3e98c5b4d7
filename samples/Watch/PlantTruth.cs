using DeepML.Bench;

namespace DeepML.Samples;

/// <summary>What went wrong in the simulation.</summary>
/// <param name="Pump">The pump.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Sensor">Place of the sensor.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it was over.</param>
internal sealed record PlantTruth(string Pump, PlantFault Kind, int Sensor, DateTime From, DateTime To)
{
    /// <summary>Steps of the windows that are looked at: six hours, for which a fault that is over can still be seen.</summary>
    public const int Window = 24;

    /// <summary>Whether an alert began while windows held the fault.</summary>
    public bool IsBehind(WatchAlert alert) => alert.Pump == Pump && alert.From >= From && alert.From < To + (Window * PlantLog.Step);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}, {PumpPlant.Sensors[Sensor]}, from {From:ddd HH:mm}");
}
