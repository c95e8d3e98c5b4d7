namespace Microsoft.ML.Trainers.Solvers;

/// <summary>What both dual coordinate ascent solvers are told. L1 is given as the ratio L1/L2, the threshold of the weights.</summary>
internal sealed record SdcaSettings(double L2, double L1Threshold, int MaximumNumberOfIterations, double ConvergenceTolerance,
    int CheckFrequency, double BiasLearningRate, bool Shuffle, Action CheckAlive)
{
    /// <summary>Visits all rows again and again until the solver says it has converged or the iterations are used up.</summary>
    public void Iterate(int rows, Random random, Action<int> visit, Action moveFreeBias, Func<bool> hasConverged)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        for (var iteration = 1; iteration <= MaximumNumberOfIterations; iteration++)
        {
            CheckAlive();
            if (Shuffle)
                TrainingSet.Shuffle(order, random);
            foreach (var row in order)
                visit(row);
            if (BiasLearningRate > 0)
                moveFreeBias();
            if (iteration % CheckFrequency == 0 && hasConverged())
                break;
        }
    }

    public static void SoftThreshold(ReadOnlySpan<double> source, Span<double> target, double threshold)
    {
        if (threshold == 0)
        {
            source.CopyTo(target);
            return;
        }
        for (var i = 0; i < source.Length; i++)
            target[i] = Math.Sign(source[i]) * Math.Max(0, Math.Abs(source[i]) - threshold);
    }
}
