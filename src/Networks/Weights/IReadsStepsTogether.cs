namespace DeepML.Networks;

/// <summary>
/// Layers that multiply all steps of a sequence at once, so that a step counts like a row when threads are shared out: see
/// <see cref="IntraOpThreads"/>.
/// </summary>
internal interface IReadsStepsTogether
{
    /// <summary>Multiplications of the largest product, for a step.</summary>
    long LargestProductOfStep { get; }
}
