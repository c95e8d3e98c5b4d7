using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trainers of networks that answer several yes or no at once, and their evaluation.</summary>
public sealed class MultilabelCatalog
{
    internal MultilabelCatalog(IHostEnvironment environment) => Trainers = new MultilabelTrainers(environment);

    /// <summary>The trainers.</summary>
    public MultilabelTrainers Trainers { get; }

    /// <summary>Compares what was predicted with the labels.</summary>
    /// <param name="data">Scored rows with label and PredictedLabel.</param>
    /// <param name="labelColumnName">
    /// Name of the labels: a vector of boolean, or of float where above a half is yes and NaN is missing.
    /// </param>
    /// <param name="predictedLabelColumnName">Name of what was predicted: a vector of boolean of the same size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type or size.</exception>
    /// <exception cref="InvalidOperationException">There are no rows with a label.</exception>
    public MultilabelMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string predictedLabelColumnName = ColumnNames.PredictedLabel)
    {
        ArgumentNullException.ThrowIfNull(data);
        var labels = new LabelVectorColumn(labelColumnName, "label", mayBeBoolean: true).SizedBy(data);
        SchemaFaults.Check(data.Schema, [new LabelVectorInput(predictedLabelColumnName, "score", labels.Width, areBoolean: true)]);
        var told = data.GetColumn<bool[]>(predictedLabelColumnName).ToArray();
        return MultilabelMetrics.Of(SeveralLabels.Read(data, labels, told, out var known), known);
    }
}
