using DeepML.Data;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Rows held out from one network, and what it has learned from in their place.</summary>
/// <param name="Step">Answers with the network.</param>
/// <param name="Rows">The rows held out.</param>
/// <param name="LearnedFrom">From what simple methods see of a batch to the rows that the network has learned from.</param>
internal sealed record HeldOutPart(IAnsweringStep Step, IBatchSource Rows, Func<Func<TensorBatch, Tensor>, PlainRows> LearnedFrom);
