using DeepML.Estimators;

namespace DeepML;

/// <summary>Tunes PID controllers to process models.</summary>
public static class PidTuning
{
    /// <summary>Tunes a controller, and sets the rules of the field beside it.</summary>
    /// <param name="model">The process.</param>
    /// <param name="criterion">What is made least.</param>
    /// <exception cref="InvalidOperationException">The process does not settle, or does not answer.</exception>
    public static PidTuningReport Tune(IProcessModel model, TuningCriterion criterion = TuningCriterion.Itae) =>
        Tune([model], new PidTuningOptions { Criterion = criterion });

    /// <summary>Tunes a controller within limits.</summary>
    /// <param name="model">The process.</param>
    /// <param name="options">Criterion and limits.</param>
    /// <inheritdoc cref="Tune(IReadOnlyList{IProcessModel}, PidTuningOptions)" path="/exception"/>
    public static PidTuningReport Tune(IProcessModel model, PidTuningOptions options) => Tune([model], options);

    /// <summary>
    /// Tunes one controller to a set of processes, such as one at several loads, or a model and the ends of its intervals: what is made
    /// least is the worst of all, and limits hold for each. The rules take the first.
    /// </summary>
    /// <param name="models">The processes, at least one; their gains have one sign, and their steps one length.</param>
    /// <param name="options">Criterion and limits.</param>
    /// <exception cref="ArgumentException">There is no model, gains have both signs, or an option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">A process does not settle, or does not answer.</exception>
    public static PidTuningReport Tune(IReadOnlyList<IProcessModel> models, PidTuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var trials = new PidTrials(models, options);
        var results = new List<PidTuningResult>();
        var reasons = new Dictionary<PidRule, string>();
        foreach (var rule in Enum.GetValues<PidRule>().Where(rule => rule != PidRule.Optimal))
        {
            var (settings, reason) = PidRules.Of(rule, trials.Processes[0], options, trials.SampleTime);
            if (settings is not null)
                results.Add(trials.Run(rule, settings));
            else
                reasons.Add(rule, reason!);
        }
        results.Insert(0, new PidOptimizer(trials, options).Best(results));
        return new PidTuningReport(results, reasons, trials.Processes, trials.SampleTime);
    }
}
