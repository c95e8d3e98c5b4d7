namespace DeepML.Service;

/// <summary>What is answered: the digit, and how probable each is.</summary>
internal sealed class Answer
{
    public float PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
