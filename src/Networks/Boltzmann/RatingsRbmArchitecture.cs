namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="RatingsRbmNetwork"/>.</summary>
/// <param name="UserCount">Users it remembers.</param>
/// <param name="ItemCount">Items.</param>
/// <param name="Levels">Different ratings: 5 for whole stars, 10 for half ones, 2 for liked or not; at least 2.</param>
/// <param name="HiddenSize">Hidden units.</param>
/// <param name="RatingCount">Ratings it remembers, so as not to recommend what is known.</param>
internal sealed record RatingsRbmArchitecture(int UserCount, int ItemCount, int Levels, int HiddenSize, int RatingCount);
