using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A step of a network that answers each row by itself.</summary>
internal interface IAnsweringStep
{
    /// <summary>The network's answers, with neither noise nor augmentation.</summary>
    /// <param name="batch">Rows.</param>
    /// <returns>(batch, answers).</returns>
    Tensor Answer(TensorBatch batch);
}
