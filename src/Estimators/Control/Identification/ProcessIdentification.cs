using System.Globalization;

namespace DeepML.Estimators;

/// <summary>Identifies a process from an experiment: looks at the excitation, fits, chooses the order, and judges what was found.</summary>
/// <param name="record">The experiment.</param>
/// <param name="options">What is looked for.</param>
internal sealed class ProcessIdentification(LoopRecord record, ProcessModelOptions options)
{
    private const double Answered = 30; // of n ln(squares without / with the model): far beyond what its few numbers gain by chance
    private const double SecondNeeds = 6; // by so much must two lags lower Akaike's criterion
    private const double Uncertain = 0.1; // relative standard error of a number that is worth another experiment

    /// <summary>The model with its report.</summary>
    /// <exception cref="InvalidOperationException">Nothing was excited, or nothing answered.</exception>
    public ProcessModel Run()
    {
        var controller = record.Controller();
        CheckExcitation(controller is not null);
        var search = new ProcessSearch(record, options.LargestDeadTime ?? record.Duration / 3);
        var first = options.Order == ProcessOrder.Second ? null : search.Best(isSecond: false);
        var second = options.Order == ProcessOrder.First ? null : search.Best(isSecond: true);
        var isSecond = first is null || (second is not null && Criterion(second, 5) + SecondNeeds < Criterion(first, 4));
        var found = isSecond ? second : first;
        var mean = record.Measured.Average();
        var whole = record.Measured.Sum(value => (value - mean) * (value - mean));
        if (found is null || !(record.Count * Math.Log(whole / found.Squares) > Answered))
            throw new InvalidOperationException(
                $"The measured value '{options.MeasuredColumnName}' does not answer to the controller output "
                    + $"'{options.OutputColumnName}' beyond its noise. {Proposal()}");
        return Report(found, isSecond, controller?.Gain);
    }

    private ProcessModel Report(ProcessSearch.Found found, bool isSecond, double? controllerGain)
    {
        var (model, freedom) = (found.Model, record.Count - (isSecond ? 5 : 4));
        var told = new ProcessInformation(model, record, Math.Sqrt(found.Squares / freedom), isSecond);
        var (firstError, secondError) = told.TimeConstantErrors();
        var sum = Estimate(model.TimeConstant + model.SecondTimeConstant, told.TimeConstantSumError);
        var (first, second) = (Estimate(model.TimeConstant, firstError), Estimate(model.SecondTimeConstant, secondError));
        if (isSecond) // near each other the roots are far from linear in sum and product: nothing beyond what the sum allows
        {
            first = first with { Lower = Math.Max(first.Lower, sum.Lower / 2), Upper = Math.Min(first.Upper, sum.Upper) };
            second = second with { Lower = Math.Max(second.Lower, 0), Upper = Math.Min(second.Upper, sum.Upper / 2) };
        }
        var deadTime = Estimate(model.DeadTime, told.DeadTimeError);
        var fit = new ProcessFit
        {
            Gain = Estimate(model.Gain, told.GainError),
            TimeConstant = first,
            SecondTimeConstant = isSecond ? second : null,
            TimeConstantSum = sum,
            DeadTime = deadTime with { Lower = Math.Max(0, deadTime.Lower) },
            Check = ProcessChecking.Check(model, record),
            ControllerGain = controllerGain,
            LargestMeasuredMove = record.Response(model.TimeConstant, model.SecondTimeConstant, model.DeadTime)
                .Max(lag => Math.Abs(model.Gain * lag)),
            LargestOutputMove = record.Outputs.Max(output => Math.Abs(output - record.OutputAtRest)),
            SampleTime = record.SampleTime,
            Advice = [],
        };
        return model with { Identification = fit with { Advice = [.. Advice(fit, model)] } };

        ParameterEstimate Estimate(double value, double error) =>
            ProcessInformation.Estimate(value, error, options.ConfidenceLevel, freedom);
    }

    private IEnumerable<string> Advice(ProcessFit fit, ProcessModel model)
    {
        if (!fit.Check.Whiteness.IsWhite)
            yield return Text($"The residuals are not white (p = {fit.Check.Whiteness.PValue:G2}): the process may have another lag, a ")
                + "disturbance may have been at work, or the noise has a memory. The intervals are then too narrow.";
        var scale = model.DeadTime + model.TimeConstant + model.SecondTimeConstant;
        foreach (var (name, error) in new[]
        {
            ("K", fit.Gain.RelativeError), ("T1 + T2", fit.TimeConstantSum.RelativeError),
            ("The dead time", fit.DeadTime.StandardError / scale),
        })
            if (!(error < Uncertain))
                yield return Text($"{name} is known to ± {100 * error:F0} % only. ")
                    + "Ask NextExperiment for one that tells more, and allow it larger moves.";
        if (model.TimeConstant > record.Duration / 3)
            yield return Text($"T1 ({model.TimeConstant:G3}) is long beside the experiment ({record.Duration:G3}): measure for longer.");
        if (fit.SampleTime > scale / 10)
            yield return Text($"A row every {fit.SampleTime:G3} is seldom for T1 + T2 + τ of {scale:G3}: measure more often.");
    }

    private void CheckExcitation(bool isControlled)
    {
        var (set, output) = (record.SetPoints[0], record.Outputs[0]);
        var isAtRest = options.OutputAtRest is null || options.OutputAtRest == output;
        if (Array.TrueForAll(record.Outputs, value => value == output) && isAtRest)
            throw new InvalidOperationException(Text(
                $"The controller output '{options.OutputColumnName}' is {output} in all {record.Count} rows: nothing excites the process. ")
                + Proposal());
        if (isControlled && isAtRest && Array.TrueForAll(record.SetPoints, value => value == set))
            throw new InvalidOperationException(Text(
                $"The set point '{options.SetPointColumnName}' is {set} in all {record.Count} rows, and the controller output only ")
                + $"follows the noise of the measured value: nothing excites the process. {Proposal()}");
        if (Array.TrueForAll(record.Measured, value => value == record.Measured[0]))
            throw new InvalidOperationException(Text(
                $"The measured value '{options.MeasuredColumnName}' is {record.Measured[0]} in all {record.Count} rows. ")
                + "Look at the sensor, or give another column.");
    }

    private string Proposal()
    {
        var step = Math.Max(20 * record.Noise, 0.02 * Math.Abs(record.Measured.Average()));
        return "Propose: a proportional controller (u = bias + k_c (set point - measured value)), at rest first; change the set point "
            + Text($"by {(step > 0 ? step : 1):G2} or more, wait until the measured value has settled, change it back, and wait again; ")
            + "a row at least every tenth of the time that it takes to settle.";
    }

    private double Criterion(ProcessSearch.Found found, int numbers) =>
        (record.Count * Math.Log(Math.Max(found.Squares, double.Epsilon) / record.Count)) + (2 * (numbers + 1));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
