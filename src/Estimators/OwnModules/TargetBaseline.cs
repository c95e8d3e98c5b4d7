using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What a module that answers with a vector must beat: always answering with the mean target.</summary>
internal static class TargetBaseline
{
    private const int BatchRows = 256;
    private const int MostRows = 1 << 16; // enough to compare by

    /// <summary>What the module should answer to a batch: the target column, or the input itself.</summary>
    public static Tensor TargetOf(TensorBatch batch) => batch.Members.Contains(BatchMember.Targets) ? batch.Targets : batch.Features;

    /// <summary>Measures both by the loss.</summary>
    /// <param name="step">Measures the trained module.</param>
    /// <param name="rows">The rows that give the mean; both are measured on those held out if there are any.</param>
    /// <param name="loss">The loss; answer and target have the same size.</param>
    public static Baseline Measure(TrainingStep step, FitRows rows, GivenLoss loss)
    {
        using var gradientsOff = no_grad();
        using var mean = Mean(rows.Training);
        var (simple, trained) = (new RowSums(), new RowSums());
        foreach (var batch in Batches(rows.Measured, TrainingLoop.RowsMeasuredAtOnce(step, rows.RowsPerBatch)))
        {
            var target = TargetOf(batch);
            simple.Add(loss.Of(mean.expand_as(target), target).Read<float>(), batch.Rows);
            step.Evaluate(batch, trained);
        }
        var first = rows.Measured.RowCount > MostRows ? $"the first {MostRows} " : "";
        var kind = rows.Validation is null ? "training rows" : "rows held out";
        return new Baseline("the mean of the training targets", $"loss on {first}{kind}", simple.MeanLoss, trained.MeanLoss);
    }

    // (targets): added up in double precision, as rows may be many.
    private static Tensor Mean(IBatchSource rows)
    {
        Tensor? sum = null;
        var count = 0L;
        foreach (var batch in Batches(rows, BatchRows))
        {
            var added = TargetOf(batch).to(ScalarType.Float64).sum(0);
            var before = sum;
            sum = (before is null ? added : before.Plus(added)).DetachFromDisposeScope();
            before?.Dispose();
            count += batch.Rows;
        }
        using (sum)
            return sum!.Over(count).to(ScalarType.Float32);
    }

    private static IEnumerable<TensorBatch> Batches(IBatchSource rows, int atOnce)
    {
        var seen = 0L;
        foreach (var batch in rows.Epoch(atOnce, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            yield return batch;
            if ((seen += batch.Rows) >= MostRows)
                break;
        }
    }
}
