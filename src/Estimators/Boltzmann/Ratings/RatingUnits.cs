namespace DeepML;

/// <summary>What a rating is to a recommender.</summary>
public enum RatingUnits
{
    /// <summary>A level of an even scale, such as 1, 2, 3, 4 or 5: a softmax unit per item. The score is the expected rating.</summary>
    Stars,

    /// <summary>Liked or not: a bit per item. The score is the probability that the user likes it.</summary>
    Liked,
}
