using DeepML.Trainers;

namespace DeepML;

/// <summary>How a threshold follows from the scores of rows that are nearly all normal; a record for each way.</summary>
public abstract record AnomalyThresholding
{
    private protected AnomalyThresholding()
    {
    }

    /// <summary>The threshold: a finite number.</summary>
    /// <param name="scores">Scores of the training rows.</param>
    internal abstract float Of(float[] scores);

    /// <summary>Notes faults in its own numbers.</summary>
    /// <param name="faults">Receives them.</param>
    /// <param name="prefix">What errors put before names.</param>
    internal abstract void Validate(OptionFaults faults, string prefix);
}
