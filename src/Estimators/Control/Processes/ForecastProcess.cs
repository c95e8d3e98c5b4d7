using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// A process of which a forecaster has learned: from the measured values and controller outputs of a window it foretells the next measured
/// value, which it is then told as the truth. A controller can be tuned against it without an equation.
/// </summary>
/// <remarks>
/// Train the forecaster on rows of even steps in which the controller output moved much, with the measured value as its column and the
/// controller output as its only past column; with no instance scaling, which takes off the level that tells where the process rests; and
/// with no safeguard, which draws answers towards methods that know no output.
/// </remarks>
public sealed class ForecastProcess : IProcessModel
{
    private const int MostSteps = 5000;
    private const double Still = 1e-5; // change per step, over the largest value of a window, at which it rests

    private readonly RecurrentForecastTransformer _forecaster;
    private readonly SeriesHistory _atRest;

    /// <summary>Takes a forecaster as a process, and lets it come to rest.</summary>
    /// <param name="forecaster">
    /// One series, no time column, one past column (the controller output of a row, held until the next row) and no future columns. It
    /// stays the caller's, and has to last as long as the process.
    /// </param>
    /// <param name="stepTime">Time from row to row, in any unit; above 0.</param>
    /// <param name="outputAtRest">The controller output at which the process rests.</param>
    /// <param name="measuredNear">A measured value near the one at which it then rests.</param>
    /// <exception cref="ArgumentException">A number is outside its range, or the forecaster has other columns.</exception>
    /// <exception cref="InvalidOperationException">The forecaster does not come to rest.</exception>
    public ForecastProcess(RecurrentForecastTransformer forecaster, double stepTime, double outputAtRest, double measuredNear)
    {
        ArgumentNullException.ThrowIfNull(forecaster);
        var faults = new OptionFaults();
        faults.Above(stepTime, 0, nameof(stepTime));
        faults.Finite(outputAtRest, nameof(outputAtRest));
        faults.Finite(measuredNear, nameof(measuredNear));
        faults.ThrowIfAny(nameof(stepTime));
        if (forecaster.Columns.Series is not { Series: null, Time: null, Past.Length: 1, Future.Length: 0 })
            throw new ArgumentException(
                "The forecaster must have neither a series column nor a time column nor future columns, and one past column, the "
                    + "controller output; it has " + string.Join(", ", forecaster.Columns.Series.All) + ".", nameof(forecaster));
        _forecaster = forecaster;
        StepTime = stepTime;
        OutputAtRest = outputAtRest;
        (_atRest, MeasuredAtRest) = Settle((float)outputAtRest, (float)measuredNear);
    }

    /// <inheritdoc/>
    public double? StepTime { get; }

    /// <inheritdoc/>
    public double MeasuredAtRest { get; }

    /// <inheritdoc/>
    public double OutputAtRest { get; }

    /// <inheritdoc/>
    public IProcessSimulation Start(double stepTime)
    {
        if (stepTime != StepTime)
            throw new ArgumentOutOfRangeException(
                nameof(stepTime), stepTime, FormattableString.Invariant($"The forecaster knows steps of {StepTime} only."));
        return new Simulation(_forecaster, _atRest.Slice(0, _atRest.Count), (float)MeasuredAtRest);
    }

    private (SeriesHistory History, double Measured) Settle(float output, float measured)
    {
        var needed = _forecaster.Windowing.RequiredHistory;
        var history = new SeriesHistory(_forecaster.State.Only().Name);
        for (var i = 0; i < needed - 1; i++)
            history.Add(new SeriesObservation(history.Name, measured, null, [output], i));
        var simulation = new Simulation(_forecaster, history, measured);
        var (still, size) = (0, Math.Max(Math.Abs(measured), float.Epsilon));
        for (var step = 0; step < MostSteps && still <= needed; step++)
        {
            var next = (float)simulation.Advance(output);
            still = Math.Abs(next - measured) <= Still * Math.Max(size, Math.Abs(next)) ? still + 1 : 0;
            measured = next;
        }
        return still > needed
            ? (simulation.History, measured)
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"With the controller output held at {output} the forecaster did not come to rest in {MostSteps} steps: it last said ")
                + FormattableString.Invariant($"{measured}. Train it on more rows, with longer stretches of constant output among them."));
    }

    // The history ends before the step that is simulated next: its measured value is known, and its controller output comes with the call.
    private sealed class Simulation(RecurrentForecastTransformer forecaster, SeriesHistory history, float measured) : IProcessSimulation
    {
        public SeriesHistory History { get; private set; } = history;

        public double Advance(double controllerOutput)
        {
            var whole = History.Slice(0, History.Count);
            whole.Add(new SeriesObservation(whole.Name, measured, null, [(float)controllerOutput], whole.Count));
            measured = forecaster.ForecastFrom(whole, [], 1, forecaster.Model.Spread.ConfidenceLevel).Forecast[0];
            History = whole.Last(forecaster.Windowing.RequiredHistory - 1);
            return measured;
        }
    }
}
