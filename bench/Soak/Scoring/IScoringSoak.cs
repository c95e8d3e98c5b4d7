using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A long scoring by a model of one family, whose pace and memory are watched.</summary>
internal interface IScoringSoak
{
    string Name { get; }

    /// <summary>The column that is read of every row.</summary>
    string Column { get; }

    /// <summary>Rows: some to learn from, or as many as are asked for, in which the same ones come again and again.</summary>
    IDataView Rows(MLContext ml, int? total);

    /// <summary>Trains a model of the default size, briefly.</summary>
    ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training);
}
