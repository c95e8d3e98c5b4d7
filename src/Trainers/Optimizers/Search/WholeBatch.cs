using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>Trainings whose optimizer sees all rows at once.</summary>
internal static class WholeBatch
{
    /// <summary>Options with a batch of all rows, where the optimizer asks for it; else as they are.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="step">What is trained.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <exception cref="ArgumentException">
    /// The network is trained by a step that measures each batch once, or the batches are smaller than the rows.
    /// </exception>
    public static TrainingOptions Of(TrainingOptions options, TrainingStep step, IBatchSource rows)
    {
        if (!options.Optimizer.SearchesSteps)
            return options;
        var name = options.Optimizer.GetType().Name;
        if (!step.CanBeSearched)
            throw new ArgumentException(
                $"Optimizer is {name}, which measures all rows several times to find a step; this network is trained by "
                    + "draws that differ each "
                    + "time, or by several losses. Take an AdamOptimizer.", nameof(options));
        if (options.BatchSize is { } size && size < rows.RowCount)
            throw new ArgumentException(
                $"BatchSize is {size}; it must be null or at least {rows.RowCount}, the rows to learn from, with {name}, "
                    + "which sees them all at "
                    + "once.", nameof(options));
        return options with { BatchSize = checked((int)rows.RowCount) };
    }

    /// <summary>Notes options that a rule which looks for its steps makes no use of.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults, string name)
    {
        var with = $"with {options.Optimizer.GetType().Name}, which looks for its steps";
        if (options.LearningRate is { } rate)
            faults.Add($"{name}.{nameof(options.LearningRate)}", rate, $"null {with}");
        if (options.Schedule is not null)
            faults.Add($"{name}.{nameof(options.Schedule)}", options.Schedule.GetType().Name, $"null {with}");
        if (options.GradientAccumulation != 1)
            faults.Add($"{name}.{nameof(options.GradientAccumulation)}", options.GradientAccumulation, $"1 {with}");
        if (options.GradientClipNorm is { } norm)
            faults.Add($"{name}.{nameof(options.GradientClipNorm)}", norm, $"null {with}");
        if (options.L1 != 0)
            faults.Add($"{name}.{nameof(options.L1)}", options.L1, $"0 {with}: its penalty has no slope at 0");
        if (options.MaximumWeightNorm is { } longest)
            faults.Add($"{name}.{nameof(options.MaximumWeightNorm)}", longest, $"null {with}");
        if (options.WeightAverageDecay is { } decay)
            faults.Add($"{name}.{nameof(options.WeightAverageDecay)}", decay, $"null {with}");
        foreach (var (option, value) in new[]
        {
            (nameof(options.DropConnect), options.DropConnect), (nameof(options.WeightNoise), options.WeightNoise),
            (nameof(options.GradientNoise), options.GradientNoise),
        })
            if (value != 0)
                faults.Add($"{name}.{option}", value, $"0 {with}");
        if (options.MeasureGradients)
            faults.Add($"{name}.{nameof(options.MeasureGradients)}", true, $"false {with}");
    }
}
