namespace DeepML.Estimators;

/// <summary>
/// Two lags in a row, each of gain 1, carried exactly over a stretch of constant input: T1 x1' = u - x1, T2 x2' = x1 - x2.
/// </summary>
internal readonly struct LagStep
{
    private const double Alike = 1e-6; // time constants this near to each other take the formula for equal ones

    private readonly double _first;
    private readonly double _second;
    private readonly double _between;

    /// <param name="firstTime">T1, above 0.</param>
    /// <param name="secondTime">T2; 0 for one lag only.</param>
    /// <param name="duration">Length of the stretch, in the same unit.</param>
    public LagStep(double firstTime, double secondTime, double duration)
    {
        _first = Math.Exp(-duration / firstTime);
        _second = secondTime > 0 ? Math.Exp(-duration / secondTime) : 0;
        _between = Math.Abs(firstTime - secondTime) <= Alike * firstTime
            ? duration / firstTime * _first
            : firstTime / (firstTime - secondTime) * (_first - _second);
    }

    /// <summary>Carries the state over the stretch.</summary>
    public void Apply(ref double first, ref double second, double input)
    {
        var distance = first - input;
        second = input + ((second - input) * _second) + (distance * _between);
        first = input + (distance * _first);
    }
}
