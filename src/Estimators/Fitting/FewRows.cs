using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>The old rule of thumb that p weights want p² rows.</summary>
internal static class FewRows
{
    /// <summary>What to say of fewer rows; null if there are enough.</summary>
    public static string? Warning(TrainingStep step, long rows)
    {
        var weights = step.Network.parameters().Sum(weight => weight.numel());
        return (Int128)weights * weights > rows
            ? $"{rows} rows are fewer than the square of {weights} weights, {(Int128)weights * weights}: hold rows out to see whether the "
                + "network learns by heart."
            : null;
    }
}
