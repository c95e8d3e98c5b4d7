namespace DeepML.Estimators;

/// <summary>
/// Two lags and a dead time of gain 1, from rest at 0, at times that need not be evenly spaced; exact for inputs that are held.
/// </summary>
/// <param name="firstTime">T1, above 0.</param>
/// <param name="secondTime">T2; 0 for one lag only.</param>
/// <param name="deadTime">τ, at least 0.</param>
/// <param name="start">Time at which it rests.</param>
internal sealed class LagTrack(double firstTime, double secondTime, double deadTime, double start)
{
    private readonly Queue<(double Arrival, double Input)> _waiting = new();
    private double _now = start;
    private double _input;
    private double _first;
    private double _second;

    /// <summary>Gives an input from a time on; times must not go back, nor lie before what was asked for last.</summary>
    public void Put(double time, double input) => _waiting.Enqueue((time + deadTime, input));

    /// <summary>The response at a time.</summary>
    public double At(double time)
    {
        while (_waiting.TryPeek(out var next) && next.Arrival < time)
        {
            Go(next.Arrival);
            _input = _waiting.Dequeue().Input;
        }
        Go(time);
        return _second;
    }

    private void Go(double time)
    {
        if (time > _now)
            new LagStep(firstTime, secondTime, time - _now).Apply(ref _first, ref _second, _input);
        _now = Math.Max(_now, time);
    }
}
