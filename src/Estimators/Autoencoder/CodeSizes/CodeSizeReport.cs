using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>What a sweep over code sizes has found.</summary>
/// <param name="Trials">Every size that was tried, the smallest first.</param>
/// <param name="Tolerance">By how much the error of a sufficient code may exceed the smallest one: 0.1 for a tenth.</param>
public sealed record CodeSizeReport(IReadOnlyList<CodeSizeTrial> Trials, double Tolerance)
{
    /// <summary>The smallest code whose error is within the tolerance of the smallest error of all.</summary>
    public CodeSizeTrial Smallest => Trials.First(trial => trial.Error <= (1 + Tolerance) * Trials.Min(other => other.Error));

    /// <summary>A table for people: size, error, and which is enough.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var trial in Trials)
            text.Append(CultureInfo.InvariantCulture, $"code of {trial.CodeSize}: error {trial.Error:G4}")
                .Append(trial == Smallest ? ", enough" : "").Append('\n');
        return text.ToString();
    }
}
