using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Trains the same network several times, each time with other first weights, and on another split of the rows unless some were given to
/// judge by: each row is then held out once, and stops the network that does not learn from it.
/// </summary>
/// <param name="fit">The frame of the fit.</param>
/// <param name="rows">All rows, in memory where they are to be split.</param>
/// <param name="count">Networks.</param>
internal sealed class RepeatedTraining<TNetwork>(FitSession fit, FitRows rows, int count) : IDisposable
    where TNetwork : nn.Module<Tensor, Tensor>
{
    private readonly List<SupervisedStep> _steps = [];
    private readonly List<IBatchSource> _heldOut = [];
    private readonly List<TrainingHistory> _histories = [];
    private readonly List<PlacedNetwork<TNetwork>> _networks = [];
    private readonly List<int> _fold = []; // of each network, where there are folds
    private readonly int[]? _folds = rows.Validation is null ? Folds.Of(rows.Training, count, fit.Seed) : null;
    private TrainingHistory? _unfinished;
    private int _diverged;

    /// <summary>The trained networks; the session's.</summary>
    public IReadOnlyList<PlacedNetwork<TNetwork>> Networks => _networks;

    /// <summary>
    /// Trains one after the other. A stop ends all: the networks that were finished by then stay, or the first as it is. A network whose
    /// loss stops being a number is left out, unless it would be the only one.
    /// </summary>
    /// <param name="make">A network with weights of its own.</param>
    /// <param name="disturb">What disturbs it while it learns, disposed behind it; null for nothing.</param>
    /// <param name="stepOf">How it learns, from it and its rows.</param>
    public void Run(
        Func<PlacedNetwork<TNetwork>> make, Func<TNetwork, IDisposable?> disturb,
        Func<PlacedNetwork<TNetwork>, FitRows, SupervisedStep> stepOf)
    {
        for (var k = 0; k < count && _unfinished is null; k++)
        {
            using var training = _folds is null ? null : Part(_folds, k, others: true);
            if (_folds is not null)
            {
                _heldOut.Add(Part(_folds, k, others: false));
                _fold.Add(k);
            }
            var own = training is null ? rows : rows with { Training = training, Validation = _heldOut[^1] };
            _networks.Add(make());
            _steps.Add(stepOf(_networks[^1], own));
            using (disturb(_networks[^1].Network))
                _histories.Add(fit.Train(_steps[^1], own));
            if (_histories[^1].StopReason is StopReason.Cancelled or StopReason.TimeLimit or StopReason.StoppedByCallback)
            {
                _unfinished = _histories[^1];
                if (_networks.Count > 1)
                    Drop();
            }
            else if (_histories[^1].StopReason == StopReason.LossNotFinite && (_networks.Count > 1 || k < count - 1))
            {
                _diverged++;
                Drop();
            }
        }
    }

    /// <summary>
    /// The history of the first network with what became of the others, and the simplest answer and simple methods beside them: on all
    /// rows, each answered by the network that has not learned from it; or on those given, answered by the mean.
    /// </summary>
    /// <param name="average">The mean of the networks.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="view">What simple methods see of a batch, (batch, width); null for nothing.</param>
    /// <param name="isAutomatic">Whether nobody has set how often.</param>
    public TrainingHistory Measured(
        PlacedNetwork<TNetwork> average, PredictionTarget target, Func<TensorBatch, Tensor>? view, bool isAutomatic)
    {
        if (_folds is not { } folds)
        {
            using var whole = new SupervisedStep(average.Network, average.Update(), fit.Loss(target, rows));
            return fit.Measured(History(isAutomatic), whole, rows, target, view);
        }
        using var apart = new OutOfFoldRows(_heldOut, network => Part(folds, _fold[network], others: true));
        using var judges = new OutOfFoldStep(_steps, apart);
        return fit.Measured(History(isAutomatic), judges, rows with { Validation = apart }, target, view);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var step in _steps)
            step.Dispose();
        foreach (var part in _heldOut)
            part.Dispose();
    }

    private TrainingHistory History(bool isAutomatic)
    {
        var losses = string.Join(", ", _histories.Select(history => FormattableString.Invariant(
            $"{history.Epochs.Select(epoch => epoch.MonitoredLoss).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min():G3}")));
        var epochs = string.Join(", ", _histories.Select(history => FormattableString.Invariant($"{history.KeptEpoch}")));
        var why = isAutomatic ? FormattableString.Invariant($"{rows.Training.RowCount} rows are few: ") : "";
        var judged = _folds is null ? "the rows given" : "rows that each alone has not learned from";
        var choice = new AutomaticChoice(
            nameof(MultilayerPerceptronOptions.Repeats), FormattableString.Invariant($"{_networks.Count}"),
            $"{why}the mean of networks whose losses on {judged} are {losses}, in epochs {epochs}");
        if (_diverged > 0)
            choice = choice with
            {
                Reason = FormattableString.Invariant(
                    $"{choice.Reason}; {_diverged} more, whose loss was no number any more, were left out"),
            };
        return fit.LastHistory = _histories[0] with
        {
            Chosen = [choice, .. _histories[0].Chosen],
            StopReason = _unfinished?.StopReason ?? _histories[0].StopReason,
            StopMessage = _unfinished is null
                ? _histories[0].StopMessage
                : FormattableString.Invariant($"{_unfinished.StopMessage}, with {_networks.Count} of {count} networks to keep"),
        };
    }

    // A network that was stopped early, or has lost its way, would take from the mean what the others give it.
    private void Drop()
    {
        fit.Discard(_networks[^1].Network);
        _steps[^1].Dispose();
        _steps.RemoveAt(_steps.Count - 1);
        _networks.RemoveAt(_networks.Count - 1);
        _histories.RemoveAt(_histories.Count - 1);
        if (_folds is null)
            return;
        _heldOut[^1].Dispose();
        _heldOut.RemoveAt(_heldOut.Count - 1);
        _fold.RemoveAt(_fold.Count - 1);
    }

    private IBatchSource Part(int[] folds, int fold, bool others) =>
        ((IPickedRows)rows.Training).Pick(Folds.Places(folds, fold, others));
}
