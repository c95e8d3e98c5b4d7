using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Processes identified in a closed loop with noise, and controllers tuned to them: errors of the worst of eight plants of each order, the
/// mean of three seeds each; controllers on all sixteen.
/// </summary>
internal sealed class ControlLoops : IQualityTask
{
    private const int Rows = 600;
    private const double Noise = 0.01; // of the step of the set point
    private const double OfUltimate = 0.4; // gain of the controller in the experiment, over the one at which the loop oscillates

    private static readonly ProcessModel[] First =
    [
        new(1, 10, 2), new(2, 5, 5), new(0.5, 20, 1.3), new(-1.5, 8, 4.1), new(3, 30, 10), new(1, 4, 8), new(10, 60, 6), new(0.8, 12, 11.7),
    ];

    private static readonly ProcessModel[] Second =
    [
        new(1, 10, 2, 4), new(2, 5, 5, 2.5), new(0.5, 20, 2.3, 5), new(-1.5, 8, 4.1, 8), new(3, 30, 10, 15), new(1, 4, 8, 1.5),
        new(10, 60, 12, 20), new(0.8, 12, 6.7, 7),
    ];

    public string Name => "control";

    public IEnumerable<(string Name, double Value)> Run() => Identify("fopdt", First).Concat(Identify("sopdt", Second)).Concat(Tune());

    private static IEnumerable<(string Name, double Value)> Identify(string name, ProcessModel[] plants)
    {
        var errors = plants.Select(plant => Seeds.All.Select(seed => Errors(plant, seed, name == "sopdt")).ToArray()).ToArray();
        double Worst(Func<Identified, double> of) => errors.Max(seeds => seeds.Average(of));
        yield return ($"{name}.K.error", Worst(e => e.Gain));
        yield return (name == "sopdt" ? "sopdt.Tsum.error" : "fopdt.T.error", Worst(e => e.Sum));
        yield return ($"{name}.tau.error", Worst(e => e.DeadTime));
        if (name == "sopdt")
        {
            yield return ("sopdt.T1.error", Worst(e => e.First));
            yield return ("sopdt.T2.error", Worst(e => e.Second));
        }
        yield return ($"{name}.fit", errors.Min(seeds => seeds.Average(e => e.Fit)));
        yield return ($"{name}.white", errors.Average(seeds => seeds.Average(e => e.IsWhite ? 1 : 0)));
        yield return ($"{name}.covered", errors.Average(seeds => seeds.Average(e => e.Covered)));
        yield return ($"{name}.order", errors.Average(seeds => seeds.Average(e => e.HasOrder ? 1 : 0)));
    }

    private static Identified Errors(ProcessModel plant, int seed, bool isSecond)
    {
        var ml = new MLContext(seed);
        var rows = ml.Data.LoadFromEnumerable(Experiment(plant, seed));
        var model = ProcessModel.Fit(rows, new ProcessModelOptions { Order = isSecond ? ProcessOrder.Second : ProcessOrder.First });
        var found = ProcessModel.Fit(rows);
        var fit = model.Identification!;
        var sum = plant.TimeConstant + plant.SecondTimeConstant;
        var covered = new[] { (fit.Gain, plant.Gain), (fit.TimeConstantSum, sum), (fit.DeadTime, plant.DeadTime) }
            .Average(e => e.Item2 >= e.Item1.Lower && e.Item2 <= e.Item1.Upper ? 1.0 : 0);
        return new Identified(
            Percent(model.Gain, plant.Gain), Percent(model.TimeConstant + model.SecondTimeConstant, sum),
            Percent(model.DeadTime, plant.DeadTime), Percent(model.TimeConstant, plant.TimeConstant),
            Percent(model.SecondTimeConstant, plant.SecondTimeConstant), fit.Check.FitPercent, fit.Check.Whiteness.IsWhite, covered,
            found.SecondTimeConstant > 0 == isSecond);
    }

    /// <summary>A set point that steps up and back under a proportional controller that sees the noise.</summary>
    private static LoopRow[] Experiment(ProcessModel plant, int seed)
    {
        var random = new Random(seed);
        var step = 20 * (plant.TimeConstant + plant.SecondTimeConstant + plant.DeadTime) / Rows;
        var gain = OfUltimate * UltimateGain(plant);
        var simulation = plant.Start(step);
        var value = 0.0;
        return [.. Enumerable.Range(0, Rows).Select(i =>
        {
            var setPoint = i >= Rows / 10 && i < Rows * 11 / 20 ? 1.0 : 0;
            var measured = value + (Noise * Draws.Normal(random));
            var output = gain * (setPoint - measured);
            value = simulation.Advance(output);
            return new LoopRow { Time = i * step, SetPoint = setPoint, Output = output, Measured = measured };
        })];
    }

    // Bisects the frequency at which the phase has turned by half a circle.
    private static double UltimateGain(ProcessModel plant)
    {
        var (low, high) = (0.0, Math.PI / plant.DeadTime);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            var lag = (plant.DeadTime * middle) + Math.Atan(plant.TimeConstant * middle) + Math.Atan(plant.SecondTimeConstant * middle);
            (low, high) = lag < Math.PI ? (middle, high) : (low, middle);
        }
        return Math.Sqrt((1 + Math.Pow(plant.TimeConstant * low, 2)) * (1 + Math.Pow(plant.SecondTimeConstant * low, 2))) / plant.Gain;
    }

    private static IEnumerable<(string Name, double Value)> Tune()
    {
        var reports = First.Concat(Second).Select(plant => PidTuning.Tune(plant)).ToArray();
        yield return ("pid.overshoot", 100 * reports.Max(r => r.Best.SetPoint.Overshoot));
        yield return ("pid.overshoot (Ziegler-Nichols)", 100 * reports.Max(r => Of(r, PidRule.ZieglerNichols).SetPoint.Overshoot));
        yield return ("pid.itae_ratio", reports.Max(r => r.Best.SetPoint.Itae / Of(r, PidRule.ZieglerNichols).SetPoint.Itae));
        yield return ("pid.itae_ratio.mean", reports.Average(r => r.Best.SetPoint.Itae / Of(r, PidRule.ZieglerNichols).SetPoint.Itae));
        yield return ("pid.load_ratio", reports.Max(r => r.Best.Load.Itae / Of(r, PidRule.Simc).Load.Itae));
        yield return ("pid.load_ratio.mean", reports.Average(r => r.Best.Load.Itae / Of(r, PidRule.Simc).Load.Itae));
        yield return ("pid.sensitivity", reports.Max(r => r.Best.Margins.SensitivityPeak));
        yield return ("pid.within_limits", reports.Average(r => r.Best.IsWithinLimits ? 1 : 0));
    }

    private static PidTuningResult Of(PidTuningReport report, PidRule rule) => report.Results.Single(result => result.Rule == rule);

    private static double Percent(double found, double right) => 100 * Math.Abs((found / right) - 1);

    private sealed record Identified(
        double Gain, double Sum, double DeadTime, double First, double Second, double Fit, bool IsWhite, double Covered, bool HasOrder);

    private sealed class LoopRow
    {
        public double Time { get; set; }

        public double SetPoint { get; set; }

        public double Output { get; set; }

        public double Measured { get; set; }
    }
}
