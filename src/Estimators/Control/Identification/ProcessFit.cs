using System.Text;

namespace DeepML;

/// <summary>How a process model was found, and how far it can be trusted.</summary>
public sealed record ProcessFit
{
    /// <summary>K.</summary>
    public required ParameterEstimate Gain { get; init; }

    /// <summary>T1, the larger time constant.</summary>
    public required ParameterEstimate TimeConstant { get; init; }

    /// <summary>T2; null for a model of first order. Its interval reaches from 0 to T1 where the rows do not tell the two apart.</summary>
    public ParameterEstimate? SecondTimeConstant { get; init; }

    /// <summary>T1 + T2, which the rows tell better than either.</summary>
    public required ParameterEstimate TimeConstantSum { get; init; }

    /// <summary>τ.</summary>
    public required ParameterEstimate DeadTime { get; init; }

    /// <summary>How well the model foretells the rows it was fitted to.</summary>
    public required ProcessCheck Check { get; init; }

    /// <summary>Gain k_c of the proportional controller, as found in the rows; null if the output did not follow one.</summary>
    public double? ControllerGain { get; init; }

    /// <summary>Largest change of the measured value from rest in the experiment.</summary>
    public required double LargestMeasuredMove { get; init; }

    /// <summary>Largest change of the controller output from rest in the experiment.</summary>
    public required double LargestOutputMove { get; init; }

    /// <summary>Median time from row to row.</summary>
    public required double SampleTime { get; init; }

    /// <summary>What should be done about what is not well known, in sentences; empty if all is.</summary>
    public required IReadOnlyList<string> Advice { get; init; }

    /// <summary>A table for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, estimate) in new[]
        {
            ("K", Gain), ("T1", TimeConstant), ("T2", SecondTimeConstant), ("T1 + T2", TimeConstantSum), ("dead time", DeadTime),
        })
            if (estimate is not null)
                text.Append(name.PadRight(12)).Append(estimate).AppendLine();
        text.Append(Check).AppendLine();
        foreach (var sentence in Advice)
            text.AppendLine(sentence);
        return text.ToString();
    }
}
