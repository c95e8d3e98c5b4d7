using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>What a member of an ensemble says, and how it is read.</summary>
/// <param name="ColumnName">Name of the column that is averaged.</param>
/// <param name="Size">Numbers in it.</param>
/// <param name="Head">What the average answers with.</param>
/// <param name="Classes">The names of its slots, where they are of classes.</param>
internal sealed record EnsembleVote(string ColumnName, int Size, PredictionHead Head, string[] Classes)
{
    /// <summary>What a member has added.</summary>
    /// <param name="scored">Rows that it has scored.</param>
    /// <param name="member">Its number, from 0.</param>
    /// <exception cref="InvalidOperationException">There is nothing that can be averaged.</exception>
    public static EnsembleVote Of(IDataView scored, int member)
    {
        var (score, predicted) = (
            scored.Schema.GetColumnOrNull(ColumnNames.Score), scored.Schema.GetColumnOrNull(ColumnNames.PredictedLabel));
        var probability = scored.Schema.GetColumnOrNull(ColumnNames.Probability);
        return (score?.Type, predicted?.Type) switch
        {
            (VectorDataViewType { IsKnownSize: true } vector, KeyDataViewType key)
                when vector.ItemType.Equals(NumberDataViewType.Single) && (ulong)vector.Size == key.Count =>
                new EnsembleVote(
                    ColumnNames.Score, vector.Size, new MulticlassHead(vector.Size, KeyValues.Of(predicted.Value)),
                    KeyTexts.Of(predicted.Value) ?? []),
            (NumberDataViewType, BooleanDataViewType) when probability is { Type: var type } && type.Equals(NumberDataViewType.Single) =>
                new EnsembleVote(ColumnNames.Probability, 1, new BinaryHead(0), []),
            (NumberDataViewType, BooleanDataViewType) => new EnsembleVote(ColumnNames.Score, 1, new BinaryMarginHead(0), []),
            (NumberDataViewType, null) => new EnsembleVote(ColumnNames.Score, 1, new RegressionHead(), []),
            _ => throw new InvalidOperationException(
                $"Member {member + 1} adds Score of type {score?.Type.ToString() ?? "nothing"} and PredictedLabel of type "
                    + $"{predicted?.Type.ToString() ?? "nothing"}; an ensemble averages a number for each class beside a key, a number "
                    + "beside a boolean, or a number alone. End the chain with the trainer, without MapKeyToValue."),
        };
    }

    /// <summary>Refuses members of other classes.</summary>
    /// <exception cref="InvalidOperationException">They have others, or in another order.</exception>
    public void MustAgreeWith(EnsembleVote other, int member)
    {
        if (ColumnName != other.ColumnName || Size != other.Size || !Classes.SequenceEqual(other.Classes))
            throw new InvalidOperationException(
                $"Member {member + 1} answers with {other.Size} numbers for {string.Join(", ", other.Classes)}, and the first with {Size} "
                    + $"for {string.Join(", ", Classes)}: the rows of some hold other classes, or in another order. Map the label to a key "
                    + "before the ensemble (MapValueToKey).");
    }

    /// <summary>What comes of the mean.</summary>
    /// <param name="areProbabilities">Whether the numbers of classes add up to 1.</param>
    public AverageForm FormFor(bool areProbabilities) =>
        ColumnName == ColumnNames.Probability ? AverageForm.LogOdds
        : Head is MulticlassHead && areProbabilities ? AverageForm.Logarithm
        : AverageForm.Mean;
}
