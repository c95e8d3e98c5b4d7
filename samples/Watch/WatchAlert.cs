namespace DeepML.Samples;

/// <summary>A run of windows that were flagged.</summary>
/// <param name="Pump">The pump.</param>
/// <param name="From">Its first step.</param>
/// <param name="To">Its last step.</param>
/// <param name="Sensor">Place of the sensor that is most to blame over the run.</param>
/// <param name="Score">The largest score.</param>
internal sealed record WatchAlert(string Pump, DateTime From, DateTime To, int Sensor, float Score)
{
    /// <summary>The alerts of a pump.</summary>
    /// <param name="steps">Its steps, in the order of their times.</param>
    /// <param name="pause">Steps that are not flagged between two alerts; fewer do not end one.</param>
    public static IEnumerable<WatchAlert> Of(IReadOnlyList<WatchedStep> steps, int pause)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (!steps[i].PredictedLabel)
                continue;
            var (first, last) = (i, i);
            for (; i < steps.Count && i - last <= pause; i++)
                if (steps[i].PredictedLabel)
                    last = i;
            var run = steps.Skip(first).Take(last - first + 1).Where(step => step.PredictedLabel).ToArray();
            var blame = Enumerable.Range(0, run[0].SensorScores.Length).MaxBy(sensor => run.Sum(step => step.SensorScores[sensor]));
            yield return new WatchAlert(steps[first].Pump, steps[first].Time, steps[last].Time, blame, run.Max(step => step.Score));
        }
    }
}
