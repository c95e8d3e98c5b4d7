namespace DeepML;

/// <summary>A network beside a simple method that learned from the same rows, both measured on rows that neither learned from.</summary>
/// <param name="Method">The simple method: "a linear model".</param>
/// <param name="Measure">What is measured, higher is better: "accuracy" or "R²".</param>
/// <param name="Rows">Rows that were held out.</param>
/// <param name="NetworkValue">The network's result.</param>
/// <param name="NetworkError">Its standard error.</param>
/// <param name="Value">The simple method's result.</param>
/// <param name="ValueError">Its standard error.</param>
/// <param name="DifferenceError">
/// Standard error of the difference of the two, row by row: less than those of each, for what is hard for one is mostly hard for the other.
/// </param>
public sealed record HeldOutComparison(
    string Method, string Measure, int Rows, double NetworkValue, double NetworkError, double Value, double ValueError,
    double DifferenceError)
{
    private const double Errors = 2; // standard errors beyond which a difference is not taken for chance

    /// <summary>What can be said of the difference.</summary>
    public ComparisonVerdict Verdict => (NetworkValue - Value) switch
    {
        var difference when difference > Errors * DifferenceError => ComparisonVerdict.Better,
        var difference when difference < -Errors * DifferenceError => ComparisonVerdict.Worse,
        _ => ComparisonVerdict.NoDifference,
    };

    /// <summary>A line for people: "no better than a linear model on 99 held-out rows: accuracy 0.81 ± 0.04 against 0.82 ± 0.04".</summary>
    public override string ToString()
    {
        var verdict = Verdict switch
        {
            ComparisonVerdict.Better => "better",
            ComparisonVerdict.Worse => "worse",
            _ => "no better",
        };
        var (own, other) = (Text(NetworkValue, NetworkError), Text(Value, ValueError));
        return FormattableString.Invariant($"{verdict} than {Method} on {Rows} held-out rows: {Measure} {own} against {other}");
    }

    private static string Text(double value, double error) => FormattableString.Invariant($"{value:0.00#} ± {error:0.00#}");
}
