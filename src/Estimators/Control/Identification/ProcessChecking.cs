namespace DeepML.Estimators;

/// <summary>Sets a model beside an experiment.</summary>
internal static class ProcessChecking
{
    /// <summary>Foretells the measured values of an experiment; where the process rests in it follows from its rows.</summary>
    public static ProcessCheck Check(ProcessModel model, LoopRecord record)
    {
        var response = record.Response(model.TimeConstant, model.SecondTimeConstant, model.DeadTime);
        var residuals = record.Measured.Zip(response, (value, lag) => value - (model.Gain * lag)).ToArray();
        var rest = residuals.Average();
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] -= rest;
        var squares = residuals.Sum(r => r * r);
        return new ProcessCheck(
            record.Count, FitPercent(record, squares), LoopFit(model, record, rest), Math.Sqrt(squares / (record.Count - 1)),
            ResidualWhiteness.Of(residuals));
    }

    private static double LoopFit(ProcessModel model, LoopRecord record, double rest)
    {
        if (record.Controller() is not { } controller)
            return double.NaN;
        var measured = Loop(model, record.Times, record.SetPoints, controller.Gain, controller.Bias, rest, record.OutputAtRest, null);
        return FitPercent(record, measured.Zip(record.Measured, (said, value) => (value - said) * (value - said)).Sum());
    }

    /// <summary>Runs the loop of a model and a proportional controller without noise.</summary>
    /// <returns>The measured values.</returns>
    public static double[] Loop(
        ProcessModel model, double[] times, double[] setPoints, double gain, double bias, double rest, double outputAtRest,
        double[]? outputs)
    {
        var track = new LagTrack(model.TimeConstant, model.SecondTimeConstant, model.DeadTime, times[0]);
        var measured = new double[times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            measured[i] = rest + (model.Gain * track.At(times[i]));
            var output = bias + (gain * (setPoints[i] - measured[i]));
            track.Put(times[i], output - outputAtRest);
            if (outputs is not null)
                outputs[i] = output;
        }
        return measured;
    }

    private static double FitPercent(LoopRecord record, double squares)
    {
        var mean = record.Measured.Average();
        return 100 * (1 - Math.Sqrt(squares / record.Measured.Sum(value => (value - mean) * (value - mean))));
    }
}
