using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// The end of a fitted supervised network: what it answers with, and the columns that come of it. It is saved with the network.
/// </summary>
/// <remarks>
/// A further head is a record here, a <c>HeadLoss</c> among the trainers and a <c>PredictionTask</c> among the estimators: a file in each
/// of the three projects, because scoring knows no losses and training no columns. None names the others of its family.
/// </remarks>
internal abstract record PredictionHead
{
    /// <summary>Its name for people and files: <see cref="SavedAsAttribute.Name"/>.</summary>
    public string Name => SavedAsAttribute.NameOf(GetType());

    /// <summary>Numbers in the network's raw answer to a row.</summary>
    public abstract int AnswerSize { get; }

    /// <summary>Classes whose evidence can be asked for; 0 if it answers with numbers.</summary>
    public virtual int ClassCount => 0;

    /// <summary>What 0 and 1 of the network's answer are in the unit of the score.</summary>
    internal virtual (double Centre, double Spread) Unit => (0, 1);

    /// <summary>The columns a fitted trainer adds, in ML.NET's order, each with what makes it.</summary>
    public abstract IReadOnlyList<PredictionOutput> Outputs();

    /// <summary>The number that grows with what speaks for an answer.</summary>
    /// <param name="answer">(answers): the raw answer to a row.</param>
    /// <param name="classIndex">
    /// A class below <see cref="ClassCount"/>; null for the one predicted, or for larger numbers where there are no classes.
    /// </param>
    /// <returns>0-d.</returns>
    public abstract Tensor Evidence(Tensor answer, int? classIndex);

    /// <summary>The same head with another border between its answers; null if it has none.</summary>
    public virtual PredictionHead? WithThreshold(float threshold) => null;

    /// <summary>What logits are divided by before they become probabilities; null if there are none.</summary>
    public virtual double? Temperature => null;

    /// <summary>The same head with other probabilities; null if it has none.</summary>
    public virtual PredictionHead? WithTemperature(double temperature) => null;

    /// <summary>Checks what a file may say wrongly of it.</summary>
    /// <param name="answers">Numbers that the network answers with.</param>
    /// <exception cref="FormatException">They are not those that the head reads, or its own numbers are damaged.</exception>
    public virtual void Check(int answers) =>
        Sound.Same(answers, AnswerSize, "the numbers of the network's answers and of those that are read");
}
