using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Encoded rows to learn from and rows to score.</summary>
internal sealed record TableSplit(Table Table, float[][] Train, float[] TrainLabels, float[][] Test, float[] TestLabels)
{
    /// <summary>The rows to learn from, as Features and Label.</summary>
    public IDataView TrainView(MLContext ml) => Views.Of(ml, Train, TrainLabels, Table.Task, Table.Classes);

    /// <summary>The rows to score, as Features and Label.</summary>
    public IDataView TestView(MLContext ml) => Views.Of(ml, Test, TestLabels, Table.Task, Table.Classes);

    /// <summary>The same rows with other features.</summary>
    public TableSplit With(float[][] train, float[][] test) => this with { Train = train, Test = test };
}
