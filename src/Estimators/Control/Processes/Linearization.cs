namespace DeepML.Estimators;

/// <summary>The first- or second-order model that lies nearest to the step response of a process.</summary>
internal static class Linearization
{
    private const int FewestSteps = 40;
    private const int MostSteps = 4000;
    private const int Rest = 2; // steps at rest before the output moves
    private const double Settled = 0.01; // of the whole change, in the second half of the response

    /// <summary>Steps the controller output and fits what follows.</summary>
    /// <param name="process">The process.</param>
    /// <param name="stepTime">Length of a simulated step.</param>
    /// <param name="move">Change of the controller output.</param>
    /// <exception cref="InvalidOperationException">The process does not settle, or does not answer.</exception>
    public static ProcessModel Of(IProcessModel process, double stepTime, double move)
    {
        var simulation = process.Start(stepTime);
        var measured = new List<double> { process.MeasuredAtRest };
        while (measured.Count < FewestSteps || !(Math.Abs(measured[^1] - measured[measured.Count / 2])
            <= Settled * Math.Abs(measured[^1] - process.MeasuredAtRest)))
        {
            if (measured.Count == MostSteps || !double.IsFinite(measured[^1]))
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The process does not settle in {MostSteps} steps after its controller output is moved by {move} from ")
                    + FormattableString.Invariant($"{process.OutputAtRest}; it is at {measured[^1]}. Give another TestStep or longer ")
                    + "steps.");
            measured.Add(simulation.Advance(process.OutputAtRest + (measured.Count > Rest ? move : 0)));
        }
        var outputs = measured.Select((_, i) => process.OutputAtRest + (i >= Rest ? move : 0)).ToArray();
        var times = measured.Select((_, i) => i * stepTime).ToArray();
        var record = new LoopRecord(times, outputs, outputs, [.. measured], process.OutputAtRest);
        return new ProcessIdentification(record, new ProcessModelOptions()).Run() with { Identification = null };
    }
}
