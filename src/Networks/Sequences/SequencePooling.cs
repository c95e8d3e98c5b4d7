namespace DeepML;

/// <summary>How the answers of a recurrent network at every step become one summary of the sequence.</summary>
public enum SequencePooling
{
    /// <summary>The answer at the last step (and, backwards, at the first).</summary>
    Last,

    /// <summary>The mean over the steps.</summary>
    Mean,

    /// <summary>A mean weighted by additive attention: softmax over vᵀ tanh(W hₜ) (Bahdanau et al., arXiv:1409.0473).</summary>
    Attention,
}
