namespace DeepML.Estimators;

/// <summary>Runs a loop of a process and a controller.</summary>
internal static class LoopSimulation
{
    private const double Runaway = 1e3; // steps of the set point from it, at which a loop is given up
    private const double Band = 0.02; // within it a loop has settled

    /// <summary>Runs from rest, with a step at time 0.</summary>
    /// <param name="model">The process.</param>
    /// <param name="controller">The controller; it is reset.</param>
    /// <param name="stepTime">Time from sample to sample.</param>
    /// <param name="steps">Samples.</param>
    /// <param name="setPointStep">Step of the set point; 0 for one of load.</param>
    /// <param name="load">Step of what is added to the controller output.</param>
    /// <param name="size">Change of the measured value that the step makes in the end without a controller, above 0.</param>
    public static ControlResponse Run(
        IProcessModel model, PidController controller, double stepTime, int steps, double setPointStep, double load, double size)
    {
        var (rest, setPoint) = (model.MeasuredAtRest, model.MeasuredAtRest + setPointStep);
        var (times, setPoints, values, outputs) = (new double[steps], new double[steps], new double[steps], new double[steps]);
        controller.Reset(rest, rest, model.OutputAtRest);
        var simulation = model.Start(stepTime);
        var measured = rest;
        for (var i = 0; i < steps; i++)
        {
            (times[i], setPoints[i], values[i]) = (i * stepTime, setPoint, measured);
            outputs[i] = controller.Next(setPoint, measured);
            measured = simulation.Advance(outputs[i] + load);
            if (!(Math.Abs(setPoint - measured) <= Runaway * size))
                return new ControlResponse(
                    times[..(i + 1)], setPoints[..(i + 1)], values[..(i + 1)], outputs[..(i + 1)], LoopQuality.Unbounded);
        }
        return new ControlResponse(times, setPoints, values, outputs, Judge(values, outputs, setPoint, stepTime, setPointStep, size));
    }

    private static LoopQuality Judge(
        double[] values, double[] outputs, double setPoint, double stepTime, double setPointStep, double size)
    {
        var (itae, iae, ise, variation, above, below) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var error = setPoint - values[i];
            itae += i * stepTime * Math.Abs(error) * stepTime;
            iae += Math.Abs(error) * stepTime;
            ise += error * error * stepTime;
            (above, below) = (Math.Max(above, -error), Math.Max(below, error));
            variation += i > 0 ? Math.Abs(outputs[i] - outputs[i - 1]) : 0;
        }
        var largest = Math.Max(above, below);
        var beyond = setPointStep > 0 ? above : setPointStep < 0 ? below : Math.Min(above, below);
        var band = Band * (setPointStep != 0 ? size : largest);
        var last = Array.FindLastIndex(values, value => Math.Abs(setPoint - value) > band);
        return new LoopQuality(
            itae, iae, ise, beyond / size, largest, last == values.Length - 1 ? double.PositiveInfinity : (last + 1) * stepTime, variation);
    }
}
