namespace DeepML.Estimators;

/// <summary>The rules of the field, as controllers whose parts lie side by side.</summary>
internal static class PidRules
{
    /// <summary>The controller of a rule.</summary>
    /// <param name="rule">Any but the optimum.</param>
    /// <param name="model">The process.</param>
    /// <param name="options">Whether there is a derivative, and its filter.</param>
    /// <param name="sampleTime">Of the controller: half of it acts as dead time.</param>
    /// <returns>The settings, or why there are none.</returns>
    public static (PidSettings? Settings, string? Reason) Of(
        PidRule rule, ProcessModel model, PidTuningOptions options, double sampleTime)
    {
        if (model.DeadTime == 0 && rule is (PidRule.ZieglerNichols or PidRule.CohenCoon))
            return (null, "needs a dead time");
        var sampled = new ProcessModel(model.Gain, model.TimeConstant, model.DeadTime + (sampleTime / 2), model.SecondTimeConstant);
        var (gain, integral, derivative) = rule switch
        {
            PidRule.Simc => Simc(sampled, options.UsesDerivative, model.DeadTime > 0),
            PidRule.Imc => Imc(sampled, options.UsesDerivative),
            PidRule.ZieglerNichols => ZieglerNichols(sampled, options.UsesDerivative),
            _ => CohenCoon(sampled, options.UsesDerivative),
        };
        return (Settings(gain, integral, derivative, 1, options), null);
    }

    /// <summary>Settings from gain and times.</summary>
    public static PidSettings Settings(double gain, double integralTime, double derivativeTime, double weight, PidTuningOptions options) =>
        new(gain, gain / integralTime, gain * derivativeTime, derivativeTime / options.FilterRatio, weight);

    private static (double Gain, double Integral, double Derivative) Simc(ProcessModel model, bool hasDerivative, bool hasDeadTime)
    {
        if (!hasDerivative || model.SecondTimeConstant == 0)
            model = Halved(model);
        var (first, second, deadTime) = (model.TimeConstant, model.SecondTimeConstant, model.DeadTime);
        var closed = hasDeadTime ? deadTime : (first + second) / 20; // the rule has no word for a process without dead time
        var gain = first / (model.Gain * (closed + deadTime));
        var integral = Math.Min(first, 4 * (closed + deadTime));
        var side = 1 + (second / integral); // the rule's parts lie in a row: Skogestad 2003, section 2.2
        return (gain * side, integral * side, second / side);
    }

    private static (double Gain, double Integral, double Derivative) Imc(ProcessModel model, bool hasDerivative)
    {
        var closed = Math.Max(0.8 * model.DeadTime, 0.1 * model.TimeConstant);
        if (hasDerivative && model.SecondTimeConstant > 0)
        {
            var sum = model.TimeConstant + model.SecondTimeConstant;
            return (sum / (model.Gain * (closed + model.DeadTime)), sum, model.TimeConstant * model.SecondTimeConstant / sum);
        }
        var halved = Halved(model);
        var (time, deadTime) = (halved.TimeConstant, halved.DeadTime);
        if (hasDerivative)
            return (
                ((2 * time) + deadTime) / (model.Gain * ((2 * closed) + deadTime)), time + (deadTime / 2),
                time * deadTime / ((2 * time) + deadTime));
        return (((2 * time) + deadTime) / (2 * model.Gain * Math.Max(1.7 * deadTime, 0.2 * time)), time + (deadTime / 2), 0);
    }

    private static (double Gain, double Integral, double Derivative) ZieglerNichols(ProcessModel model, bool hasDerivative)
    {
        var (gain, period) = model.Ultimate();
        return hasDerivative ? (0.6 * gain, period / 2, period / 8) : (0.45 * gain, period / 1.2, 0);
    }

    private static (double Gain, double Integral, double Derivative) CohenCoon(ProcessModel model, bool hasDerivative)
    {
        var halved = Halved(model);
        var (deadTime, ratio) = (halved.DeadTime, halved.DeadTime / halved.TimeConstant);
        return hasDerivative
            ? (((4.0 / 3) + (ratio / 4)) / (ratio * model.Gain), deadTime * (32 + (6 * ratio)) / (13 + (8 * ratio)),
                deadTime * 4 / (11 + (2 * ratio)))
            : ((0.9 + (ratio / 12)) / (ratio * model.Gain), deadTime * (30 + (3 * ratio)) / (9 + (20 * ratio)), 0);
    }

    // Skogestad's half rule: half of the second lag goes to the first, half to the dead time.
    private static ProcessModel Halved(ProcessModel model) => new(
        model.Gain, model.TimeConstant + (model.SecondTimeConstant / 2), model.DeadTime + (model.SecondTimeConstant / 2));
}
