using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A long training of one family, whose pace and memory are watched.</summary>
internal interface ISoakFamily
{
    string Name { get; }

    /// <summary>Processes that its figures stand on, unless another number is asked for.</summary>
    int Processes => SoakBench.Processes;

    /// <summary>Trains until the options end it.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="training">How often to go over the rows, and who watches; batch size and rate are the family's defaults.</param>
    void Fit(MLContext ml, TrainingOptions training);
}
