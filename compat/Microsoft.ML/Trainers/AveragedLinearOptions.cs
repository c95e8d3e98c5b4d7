namespace Microsoft.ML.Trainers;

public abstract class OnlineLinearOptions : TrainerInputBaseWithLabel
{
    private protected OnlineLinearOptions()
    {
    }

    public int NumberOfIterations = 1;
    public float InitialWeightsDiameter;
    public bool Shuffle = true;
}

public abstract class AveragedLinearOptions : OnlineLinearOptions
{
    private protected AveragedLinearOptions()
    {
    }

    public float LearningRate = 1;
    public bool DecreaseLearningRate;
    public float L2Regularization;
    public bool Averaged = true;
}
