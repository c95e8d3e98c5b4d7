namespace DeepML.Estimators;

/// <summary>Tries controllers on all processes, in the same simulations.</summary>
internal sealed class PidTrials
{
    private const double Tolerance = 0.005; // of overshoot: what rounding and a step's end make
    private readonly IReadOnlyList<IProcessModel> _models;
    private readonly PidTuningOptions _options;
    private readonly int _steps;

    /// <param name="models">The processes.</param>
    /// <param name="options">Limits, and what is simulated.</param>
    public PidTrials(IReadOnlyList<IProcessModel> models, PidTuningOptions options)
    {
        if (models.Count == 0 || models.Any(model => model is null))
            throw new ArgumentException("There is no model; give at least one, and none that is null.", nameof(models));
        (_models, _options) = (models, options);
        var fixedSteps = models.Select(model => model.StepTime).OfType<double>().Append(options.SampleTime ?? double.NaN)
            .Where(step => !double.IsNaN(step)).Distinct().ToArray();
        if (fixedSteps.Length > 1)
            throw new ArgumentException(
                "SampleTime and the steps of the processes must be the same; they are "
                    + string.Join(" and ", fixedSteps.Select(step => FormattableString.Invariant($"{step}"))) + ".", nameof(models));
        foreach (var model in models)
            if (!(model.OutputAtRest > options.Minimum && model.OutputAtRest < options.Maximum))
                throw new ArgumentException(FormattableString.Invariant(
                    $"A process rests at a controller output of {model.OutputAtRest}, which is not between OutputMinimum ")
                    + FormattableString.Invariant($"({options.Minimum}) and OutputMaximum ({options.Maximum})."), nameof(options));
        var move = options.TestStep
            ?? (options is { OutputMinimum: { } low, OutputMaximum: { } high } ? (high - low) / 10 : 1);
        Processes = [.. models.Select(model => model as ProcessModel ?? Linearization.Of(
            model, fixedSteps.Length > 0 ? fixedSteps[0] : model.StepTime ?? throw NoStep(), move))];
        if (Processes.Any(process => Math.Sign(process.Gain) != Math.Sign(Processes[0].Gain)))
            throw new ArgumentException("The gains of the processes have both signs: no controller can hold all of them.", nameof(models));
        SampleTime = fixedSteps.Length > 0 ? fixedSteps[0] : Processes.Min(DefaultStep);
        var duration = options.Duration ?? 10 * Processes.Max(Scale);
        _steps = (int)Math.Clamp(Math.Ceiling(duration / SampleTime), 20, 200_000);
    }

    /// <summary>The models, or what describes them.</summary>
    public ProcessModel[] Processes { get; }

    /// <summary>Time from sample to sample.</summary>
    public double SampleTime { get; }

    /// <summary>What a controller does.</summary>
    public PidTuningResult Run(PidRule rule, PidSettings settings)
    {
        var margins = LoopMargins.Worst([.. Processes.Select(process => LoopFrequencies.Margins(settings, process, SampleTime))]);
        var toSetPoint = _models.Select(model => Simulate(model, settings, _options.SetPointStep, 0)).ToArray();
        var toLoad = _models.Select((model, i) =>
            Simulate(model, settings, 0, _options.SetPointStep / Math.Abs(Processes[i].Gain))).ToArray();
        var setPoint = LoopQuality.Worst([.. toSetPoint.Select(response => response.Quality)]);
        var load = LoopQuality.Worst([.. toLoad.Select(response => response.Quality)]);
        return new PidTuningResult(
            rule, settings, setPoint, load, margins, toSetPoint, toLoad, margins.IsStable && double.IsFinite(setPoint.Iae)
                && margins.SensitivityPeak <= _options.LargestSensitivity && setPoint.Overshoot <= _options.LargestOvershoot + Tolerance);
    }

    private ControlResponse Simulate(IProcessModel model, PidSettings settings, double setPointStep, double load) =>
        LoopSimulation.Run(
            model, new PidController(settings, SampleTime, _options.Minimum, _options.Maximum), SampleTime, _steps, setPointStep, load,
            Math.Abs(_options.SetPointStep));

    private static double Scale(ProcessModel process) => process.TimeConstant + process.SecondTimeConstant + process.DeadTime;

    private static double DefaultStep(ProcessModel process)
    {
        var step = Scale(process) / 150;
        return process.DeadTime > step ? process.DeadTime / Math.Ceiling(process.DeadTime / step) : step;
    }

    private static ArgumentException NoStep() => new(
        "A process without an equation has no StepTime: give SampleTime in the options.", "models");
}
