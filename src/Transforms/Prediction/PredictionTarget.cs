using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>What a supervised network learned to answer; saved with it.</summary>
/// <param name="Task">Classes, yes or no, or a number.</param>
/// <param name="ClassCount">Number of classes (the label's key count); 1 for the other tasks.</param>
/// <param name="KeyValues">The values behind the label's keys; null if it had none.</param>
/// <param name="Threshold">Of yes or no: the score above which the answer is yes.</param>
internal sealed record PredictionTarget(PredictionTask Task, int ClassCount, KeyValues? KeyValues, float Threshold = 0)
{
    /// <summary>Numbers in the network's raw answer: one per class, else one.</summary>
    public int AnswerSize => Task == PredictionTask.Multiclass ? ClassCount : 1;
}
