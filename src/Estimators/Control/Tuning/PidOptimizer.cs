namespace DeepML.Estimators;

/// <summary>Searches the controller of the least criterion within the limits, from several rules on.</summary>
/// <param name="trials">Tries a controller.</param>
/// <param name="options">Criterion and limits.</param>
internal sealed class PidOptimizer(PidTrials trials, PidTuningOptions options)
{
    private const double Penalty = 20; // per share by which a limit is broken
    private const double Margin = 0.995; // of the limits, so that the end of the search lies within them
    private const double Unstable = 1e6;
    private const int MostStarts = 3;

    private (PidTuningResult Result, double Cost)? _best;
    private double _setPointScale = 1;
    private double _loadScale = 1;

    /// <summary>The best controller.</summary>
    /// <param name="rules">Those of the rules, from which the search starts and by which costs are measured: SIMC's first.</param>
    public PidTuningResult Best(IReadOnlyList<PidTuningResult> rules)
    {
        var measure = rules.FirstOrDefault(rule => IsScale(Error(rule.SetPoint)) && IsScale(Error(rule.Load)));
        if (measure is not null)
            (_setPointScale, _loadScale) = (Error(measure.SetPoint), Error(measure.Load));
        var starts = rules.Select(rule => rule.Settings).OrderBy(settings => Cost(trials.Run(PidRule.Optimal, settings))).Take(MostStarts)
            .ToArray();
        var left = options.Trials - rules.Count;
        foreach (var start in starts)
            NelderMead.Minimize(Cost, Numbers(start), 0.3, Math.Max(1, left / (starts.Length + 1)));
        NelderMead.Minimize(Cost, Numbers(_best!.Value.Result.Settings), 0.1, Math.Max(1, left / (starts.Length + 1)));
        return _best.Value.Result;
    }

    // logarithms of gain and integral time, the set-point weight, the logarithm of the derivative time
    private double[] Numbers(PidSettings settings)
    {
        double[] numbers = [Math.Log(Math.Abs(settings.ProportionalGain)), Math.Log(settings.IntegralTime), settings.SetPointWeight];
        return options.UsesDerivative
            ? [.. numbers, Math.Log(settings.DerivativeTime > 0 ? settings.DerivativeTime : settings.IntegralTime / 8)]
            : numbers;
    }

    private double Cost(double[] numbers)
    {
        if (numbers.Any(number => Math.Abs(number) > 60))
            return double.PositiveInfinity; // beyond any unit: the logarithm of 1e26
        var settings = PidRules.Settings(
            Math.Sign(trials.Processes[0].Gain) * Math.Exp(numbers[0]), Math.Exp(numbers[1]),
            options.UsesDerivative ? Math.Exp(numbers[3]) : 0, Math.Clamp(numbers[2], 0, 1), options);
        return Cost(trials.Run(PidRule.Optimal, settings)) + Math.Abs(numbers[2] - Math.Clamp(numbers[2], 0, 1));
    }

    private double Cost(PidTuningResult result)
    {
        var cost = ((1 - options.LoadWeight) * Error(result.SetPoint) / _setPointScale)
            + (options.LoadWeight * Error(result.Load) / _loadScale);
        cost += Penalty * Math.Max(0, result.SetPoint.Overshoot - (Margin * options.LargestOvershoot));
        cost += Penalty * Math.Max(0, (result.Margins.SensitivityPeak / (1 + ((options.LargestSensitivity - 1) * Margin))) - 1);
        cost = !result.Margins.IsStable || double.IsNaN(cost) ? Unstable + Math.Min(Unstable, result.Margins.SensitivityPeak) : cost;
        if (_best is not { } best || (result.IsWithinLimits, -cost).CompareTo((best.Result.IsWithinLimits, -best.Cost)) > 0)
            _best = (result, cost);
        return cost;
    }

    private static bool IsScale(double error) => error > 0 && double.IsFinite(error);

    private double Error(LoopQuality quality) => options.Criterion switch
    {
        TuningCriterion.Itae => quality.Itae,
        TuningCriterion.Iae => quality.Iae,
        _ => quality.Ise,
    };
}
