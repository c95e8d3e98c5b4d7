using DeepML.Trainers;

namespace DeepML;

/// <summary>How a network is trained. The same record serves every architecture; <c>Fit</c> never changes it.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows.</summary>
    /// <value>At least 1; the default is 20.</value>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows per step of the optimizer.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int BatchSize { get; init; } = 32;

    /// <summary>Step size of the optimizer.</summary>
    /// <value>Above 0; the default is 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The rule that turns gradients into steps.</summary>
    /// <value>The default is <see cref="AdamOptimizer"/>.</value>
    public OptimizerOptions Optimizer { get; init; } = new AdamOptimizer();

    /// <summary>Weight of the L2 penalty: this times each weight is added to its gradient.</summary>
    /// <value>At least 0; the default is 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>Fixes initial weights, order of rows and every other draw.</summary>
    /// <value>Null (the default) draws it from the <c>MLContext</c>, whose own seed then fixes the run.</value>
    public int? Seed { get; init; }

    /// <summary>Receives every finished epoch, on the training thread.</summary>
    /// <value>Null by default; epochs reach <c>MLContext.Log</c> all the same.</value>
    public IProgress<EpochProgress>? Progress { get; init; }

    /// <summary>Stops the training after the current batch.</summary>
    public CancellationToken Cancellation { get; init; }

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Epochs, 1, $"{name}.{nameof(Epochs)}");
        faults.AtLeast(BatchSize, 1, $"{name}.{nameof(BatchSize)}");
        faults.Above(LearningRate, 0, $"{name}.{nameof(LearningRate)}");
        faults.AtLeast(WeightDecay, 0, $"{name}.{nameof(WeightDecay)}");
        if (Optimizer is null)
            faults.Add($"{name}.{nameof(Optimizer)}", null, "an optimizer");
        else
            Optimizer.Validate(faults, $"{name}.{nameof(Optimizer)}");
    }
}
