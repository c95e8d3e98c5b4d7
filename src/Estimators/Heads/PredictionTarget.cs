using DeepML.Data;
using DeepML.Trainers;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What one fit predicts: the head that the fitted network will have, and how it is learned.</summary>
internal abstract class PredictionTarget
{
    /// <summary>The head.</summary>
    public abstract PredictionHead Head { get; }

    /// <summary>What the label is to a simple method.</summary>
    public abstract LabelKind Kind { get; }

    /// <summary>What answers predict: classes from 0, or numbers in the unit of the labels.</summary>
    /// <param name="answer">(batch, answers).</param>
    public abstract double[] Read(Tensor answer);

    /// <summary>The same target learned by another rule; for numbers only.</summary>
    /// <param name="rule">Loss and function.</param>
    public virtual PredictionTarget LearnedBy(NumberRule rule) =>
        throw new InvalidOperationException($"{Head.Name} predicts no numbers.");

    /// <summary>The target as it is learned from rows, in a unit that suits them.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="previous">Head of the model that the fit starts from, whose unit is kept; null for none.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    public virtual PredictionTarget ScaledBy(IBatchSource rows, PredictionHead? previous, ICollection<AutomaticChoice> chosen) => this;

    /// <summary>The loss, with the options' label noise, smoothing and class weights.</summary>
    /// <exception cref="ArgumentException">The class weights are not one per class.</exception>
    public abstract HeadLoss Loss(TrainingOptions options, Device device);

    /// <summary>The simplest answer that the network must beat, measured beside it.</summary>
    /// <param name="step">Measures the trained network.</param>
    /// <param name="rows">The rows that fix the simple answer; both are measured on those held out if there are any.</param>
    public abstract Baseline Baseline(TrainingStep step, FitRows rows);

    /// <summary>Takes what only the trained network's answers tell, such as borders between yes and no, into <see cref="Head"/>.</summary>
    /// <param name="step">Answers with the trained network.</param>
    /// <param name="rows">The rows; what is chosen is chosen on those held out.</param>
    /// <returns>What was chosen; null for nothing.</returns>
    public virtual AutomaticChoice? TakeFrom(IAnsweringStep step, FitRows rows) => null;

    /// <summary>The history of a training with the simplest answer beside the network, once the head is as the network needs it.</summary>
    /// <param name="history">Of the training.</param>
    /// <param name="step">Answers with the trained network.</param>
    /// <param name="rows">The rows.</param>
    public TrainingHistory Measured<TStep>(TrainingHistory history, TStep step, FitRows rows)
        where TStep : TrainingStep, IAnsweringStep
    {
        var choice = TakeFrom(step, rows);
        return history with
        {
            Baseline = Baseline(step, rows),
            Chosen = choice is null ? history.Chosen : [.. history.Chosen, choice],
        };
    }

    /// <summary>Refuses training rows of which nothing can be learned.</summary>
    /// <param name="labelled">Rows with a label.</param>
    /// <param name="everyRow">How an error begins that speaks of all of them.</param>
    /// <exception cref="InvalidOperationException">There is nothing to tell apart.</exception>
    public virtual void CheckTraining(IBatchSource labelled, string everyRow)
    {
    }

    /// <summary>Refuses validation rows whose labels the training rows cannot have.</summary>
    /// <param name="validation">The rows.</param>
    /// <param name="label">Name of the label column.</param>
    /// <exception cref="InvalidOperationException">A label is not among those known.</exception>
    public virtual void CheckValidation(IBatchSource validation, string label)
    {
    }

    /// <summary>Refuses rows that all hold the same class.</summary>
    /// <inheritdoc cref="CheckTraining"/>
    protected static void CheckClasses(IBatchSource labelled, string everyRow)
    {
        var (fewest, most) = labelled.Range(BatchMember.Targets);
        if (fewest == most)
            throw new InvalidOperationException($"{everyRow} holds the same class; at least two are needed to learn to tell them apart.");
    }
}
