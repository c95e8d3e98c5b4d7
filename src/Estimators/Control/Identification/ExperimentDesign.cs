namespace DeepML.Estimators;

/// <summary>
/// Chooses the experiment that tells most: for each gain the largest step that the limits allow, and the standard errors that follow from
/// the information in the simulated loop (Mehra, IEEE Trans. Autom. Control 19, 1974).
/// </summary>
internal static class ExperimentDesign
{
    private static readonly double[] OfUltimate = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    private static readonly double[] LoopGains = [0.2, 0.5, 1, 2, 4, 8, 16]; // where no gain makes the loop oscillate
    private static readonly double[] Lengths = [6, 9, 14, 20, 30, 45, 70, 100, 150]; // in T1 + T2 + τ
    private const int FirstLength = 3; // at which gains are compared
    private const int MostRows = 20_000;

    /// <summary>The best plan.</summary>
    public static ExperimentPlan Best(ProcessModel model, ExperimentLimits limits)
    {
        var before = model.Identification;
        limits.Check(before);
        var scale = model.TimeConstant + model.SecondTimeConstant + model.DeadTime;
        var step = limits.SampleTime ?? Math.Min(before?.SampleTime ?? double.PositiveInfinity, (model.TimeConstant + model.DeadTime) / 20);
        var ultimate = model.Ultimate().Gain;
        var gains = double.IsInfinity(ultimate)
            ? LoopGains.Select(gain => gain / model.Gain)
            : OfUltimate.Select(share => share * ultimate);
        var gain = gains.MinBy(gain => Worst(Plan(gain, Lengths[FirstLength] * scale)));
        var plans = Lengths.Select(length => Plan(gain, length * scale)).ToArray();
        return Array.Find(plans, plan => plan.IsEnough) ?? plans[^1];

        ExperimentPlan Plan(double gain, double duration)
        {
            var rows = (int)Math.Min(MostRows, Math.Max(20, duration / step));
            var times = Enumerable.Range(0, rows).Select(i => i * duration / rows).ToArray();
            var shape = new ExperimentPlan(gain, 1, duration, duration / rows, 0, 0, 0, false);
            var (setPoints, outputs) = (Array.ConvertAll(times, shape.SetPointAt), new double[rows]);
            var measured = ProcessChecking.Loop(model, times, setPoints, gain, 0, 0, 0, outputs);
            var size = Math.Min(
                (limits.LargestMeasuredMove ?? before!.LargestMeasuredMove) / measured.Max(Math.Abs),
                (limits.LargestOutputMove ?? before!.LargestOutputMove) / outputs.Max(Math.Abs));
            for (var i = 0; i < rows; i++)
                outputs[i] *= size;
            var told = new ProcessInformation(
                model, new LoopRecord(times, setPoints, outputs, measured, 0),
                limits.NoiseDeviation ?? Math.Max(before!.Check.ResidualDeviation, 1e-9 * before.LargestMeasuredMove),
                model.SecondTimeConstant > 0);
            var plan = shape with
            {
                SetPointStep = size,
                GainError = told.GainError / Math.Abs(model.Gain),
                TimeConstantSumError = told.TimeConstantSumError / (model.TimeConstant + model.SecondTimeConstant),
                DeadTimeError = told.DeadTimeError / Math.Max(model.DeadTime, model.TimeConstant / 20),
            };
            return plan with { IsEnough = Worst(plan) <= limits.RelativeError };
        }
    }

    private static double Worst(ExperimentPlan plan) =>
        Math.Max(plan.GainError, Math.Max(plan.TimeConstantSumError, plan.DeadTimeError));
}
