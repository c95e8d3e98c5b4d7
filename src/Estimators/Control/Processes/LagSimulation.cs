namespace DeepML.Estimators;

/// <summary>A process of one or two lags and a dead time, simulated without error of the step.</summary>
internal sealed class LagSimulation : IProcessSimulation
{
    private const double Rounding = 1e-9; // of a step

    private readonly ProcessModel _model;
    private readonly double[] _waiting; // inputs under way in the dead time, in a ring
    private readonly bool _isSplit;
    private readonly LagStep _early;
    private readonly LagStep _late;
    private int _place;
    private double _first;
    private double _second;

    /// <param name="model">The process.</param>
    /// <param name="stepTime">Length of a step, above 0.</param>
    public LagSimulation(ProcessModel model, double stepTime)
    {
        _model = model;
        var whole = (int)Math.Floor((model.DeadTime / stepTime) + Rounding);
        var rest = Math.Max(0, model.DeadTime - (whole * stepTime));
        _isSplit = rest > Rounding * stepTime;
        _waiting = new double[whole + 2];
        _early = new LagStep(model.TimeConstant, model.SecondTimeConstant, rest);
        _late = new LagStep(model.TimeConstant, model.SecondTimeConstant, stepTime - rest);
    }

    /// <inheritdoc/>
    public double Advance(double controllerOutput)
    {
        _waiting[_place] = controllerOutput - _model.OutputAtRest;
        if (_isSplit) // the dead time ends within the step: until then the older input is at work
            _early.Apply(ref _first, ref _second, _waiting[(_place + 1) % _waiting.Length]);
        _late.Apply(ref _first, ref _second, _waiting[(_place + 2) % _waiting.Length]);
        _place = (_place + 1) % _waiting.Length;
        return _model.MeasuredAtRest + (_model.Gain * _second);
    }
}
