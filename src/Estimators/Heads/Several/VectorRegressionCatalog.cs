using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trainers of networks that predict several numbers at once, and their evaluation.</summary>
public sealed class VectorRegressionCatalog
{
    internal VectorRegressionCatalog(IHostEnvironment environment) => Trainers = new VectorRegressionTrainers(environment);

    /// <summary>The trainers.</summary>
    public VectorRegressionTrainers Trainers { get; }

    /// <summary>Compares what was predicted with the labels.</summary>
    /// <param name="data">Scored rows with label and Score.</param>
    /// <param name="labelColumnName">Name of the labels: a vector of float, in which NaN is missing.</param>
    /// <param name="scoreColumnName">Name of what was predicted: a vector of float of the same size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type or size.</exception>
    /// <exception cref="InvalidOperationException">There are no rows with a label.</exception>
    public VectorRegressionMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = ColumnNames.Score)
    {
        ArgumentNullException.ThrowIfNull(data);
        var labels = new LabelVectorColumn(labelColumnName, "label", mayBeBoolean: false).SizedBy(data);
        SchemaFaults.Check(data.Schema, [new VectorInput(scoreColumnName, "score", labels.Width)]);
        var told = data.GetColumn<float[]>(scoreColumnName).ToArray();
        return VectorRegressionMetrics.Of(SeveralLabels.Read(data, labels, told, out var known), known);
    }
}
