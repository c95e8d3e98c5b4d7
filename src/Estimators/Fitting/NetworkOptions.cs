using DeepML.Trainers;

namespace DeepML;

/// <summary>What the options of every network have in common. A fit reads them and never writes to them.</summary>
public abstract record NetworkOptions
{
    private protected NetworkOptions()
    {
    }

    /// <summary>How the whole fit is trained: seed, memory, validation, time, cancellation, checkpoints.</summary>
    internal abstract TrainingOptions Whole { get; }

    /// <summary>Whether rows are held out where the options leave it open: where a held-out loss can tell when to stop.</summary>
    internal virtual bool HoldsOutRows => true;

    /// <summary>Notes every fault.</summary>
    internal abstract void Validate(OptionFaults faults);

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="ArgumentException">Every fault is named.</exception>
    internal void Validate()
    {
        var faults = new OptionFaults();
        Validate(faults);
        faults.ThrowIfAny("options");
    }
}
